"""Who screens a run's customers: processes of this machine, or a cluster where the settings name one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screening.matching.workers import BatchWorkers
    from screening.settings import Settings

__all__ = ["workers_of"]


def workers_of(settings: Settings) -> BatchWorkers:
    """A context; entering it raises InputError where the cluster cannot be used."""
    if settings.cluster.address is None:
        from screening.matching.workers import Workers

        return Workers(settings.workers)
    from screening.matching.cluster import ClusterWorkers

    return ClusterWorkers(settings.cluster)
