"""Accounts, tokens, one-time sign-in links and the audit trail."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q


class Account(AbstractUser):
    """Someone who can sign in. `is_staff` marks an administrator; `person_ref` links to a User of the catalog."""

    person_ref = models.CharField(max_length=500, blank=True)

    @property
    def is_administrator(self) -> bool:
        """Whether this account may do everything; an inactive one may do nothing."""
        return self.is_active and (self.is_staff or self.is_superuser)


class ApiToken(models.Model):
    """A script's credential. Only prefix and digest are stored; the secret is shown once, when it is made."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_on_date = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Name and prefix, never the secret."""
        return f"{self.name} ({self.prefix})"


class Feed(models.Model):
    """A private calendar feed of a schedule or a person, as one account may see it. Only the digest is stored.

    `published` are the events that were handed out last, so that one that vanishes is handed out as cancelled;
    `changed_at` is when they last changed, `checked_at` when they were last computed.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="feeds")
    subject_ref = models.CharField(max_length=500)
    title = models.CharField(max_length=600, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_read_on_date = models.DateField(null=True, blank=True)
    published = models.JSONField(default=list)
    changed_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """What is in it, never its address."""
        return f"feed of {self.subject_ref}"


class SignInLink(models.Model):
    """A link that signs one account in once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Whom it is for."""
        return f"link for {self.account}"


class AuditEvent(models.Model):
    """Who did what to what, when. Rows are never changed."""

    actor_ref = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=500, blank=True)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="audit_names_actor", condition=~Q(actor_ref=""))]

    def __str__(self) -> str:
        """The event in a few words."""
        return f"{self.actor_ref} {self.action} {self.subject}"
