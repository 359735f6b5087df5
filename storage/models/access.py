"""Who may come in: accounts of officials, clients of systems, their sessions and keys (only hashes of secrets)."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model


class Account(Model):
    """An official's account. Several roles are switched, never mixed; reach is by agency, hall or district."""

    id = fields.BigIntField(primary_key=True)
    login = fields.CharField(max_length=60)
    name = fields.CharField(max_length=60)
    password_hash = fields.CharField(max_length=200)
    roles = ArrayField("text")
    agency_id = fields.BigIntField()
    district_id = fields.BigIntField(null=True)
    hall_id = fields.BigIntField(null=True)
    staff_id = fields.BigIntField(null=True)
    is_enabled = fields.BooleanField(default=True)
    signed_in_at = fields.DatetimeField(null=True)

    class Meta:
        table = "account"


class AccountAct(Model):
    """One locking, unlocking or signing out of an account, by whom and why; append-only."""

    id = fields.BigIntField(primary_key=True)
    account_id = fields.BigIntField()
    act = fields.CharField(max_length=16)
    reason = fields.CharField(max_length=500, null=True)
    actor_id = fields.BigIntField(null=True)
    actor_name = fields.CharField(max_length=60)
    at = fields.DatetimeField()

    class Meta:
        table = "account_act"


class AccessToken(Model):
    """A personal access token of an account, for the API. Kept as SHA-256."""

    id = fields.BigIntField(primary_key=True)
    account_id = fields.BigIntField()
    token_hash = fields.BinaryField()
    name = fields.CharField(max_length=60)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "access_token"


class Session(Model):
    """A signed-in browser. Times here are real, never the city's shifted time."""

    id = fields.BigIntField(primary_key=True)
    token_hash = fields.BinaryField()
    account_id = fields.BigIntField()
    role = fields.CharField(max_length=32)
    csrf = fields.CharField(max_length=64)
    created_at = fields.DatetimeField()
    seen_at = fields.DatetimeField()

    class Meta:
        table = "session"


class SignInAttempt(Model):
    """One failed sign-in, kept to slow down guessing. Real time."""

    id = fields.BigIntField(primary_key=True)
    login = fields.CharField(max_length=60)
    address = fields.CharField(max_length=64)
    at = fields.DatetimeField()

    class Meta:
        table = "sign_in_attempt"


class Client(Model):
    """A machine client: channel frontend, business system or subscriber, with scopes. The key is kept as SHA-256."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=120)
    kind = fields.CharField(max_length=16)
    key_hash = fields.BinaryField()
    scopes = ArrayField("text")
    agency_id = fields.BigIntField(null=True)
    channel_id = fields.BigIntField(null=True)
    origins = ArrayField("text")
    is_enabled = fields.BooleanField(default=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "client"


class SigningKey(Model):
    """A public key a channel signs its users' assertions with. The private half never comes here."""

    id = fields.BigIntField(primary_key=True)
    client_id = fields.BigIntField()
    kid = fields.CharField(max_length=64)
    algorithm = fields.CharField(max_length=8)
    jwk = fields.TextField()
    valid_from = fields.DatetimeField()
    valid_until = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "signing_key"
