"""How commands speak: results on standard output, everything else on standard error, status by kind of end."""
