"""For operators: health checks, metrics, logs, the outbox, the status, backups."""
