"""The catalog's tables. DESIGN.md calls them by the same names; every invariant a database can hold is a constraint."""

from catalog.models.change import ChangeLog, PendingChange
from catalog.models.decision import AddedAlias, DescriptorChoice, Keeping, PersonMerge, Rename
from catalog.models.entity import Alias, CodeRoot, Descriptor, Edge, Entity
from catalog.models.erasure import ErasedText, Erasure
from catalog.models.file import KeptFile, NamedFile
from catalog.models.lease import Lease
from catalog.models.ownership import Claim, Ownership
from catalog.models.scan import Scan, ScanJob
from catalog.models.search import SearchEntry
from catalog.models.served import SearchKey, SearchTerm, ServedEntity, ServedVersion
from catalog.models.source import Origin, Source, SourceReader

__all__ = [
    "AddedAlias",
    "Alias",
    "ChangeLog",
    "Claim",
    "CodeRoot",
    "Descriptor",
    "DescriptorChoice",
    "Edge",
    "Entity",
    "ErasedText",
    "Erasure",
    "Keeping",
    "KeptFile",
    "Lease",
    "NamedFile",
    "Origin",
    "Ownership",
    "PendingChange",
    "PersonMerge",
    "Rename",
    "Scan",
    "ScanJob",
    "SearchEntry",
    "SearchKey",
    "SearchTerm",
    "ServedEntity",
    "ServedVersion",
    "Source",
    "SourceReader",
]
