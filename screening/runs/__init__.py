"""One screening, one night: the steps in their order, the run's folder, its record."""
