"""The page of connector packages: what is installed and what each may do; install, switch, upgrade, remove."""
