"""Engine benchmarks: the same generated models for our engine and, where they are installed, for rivals."""
