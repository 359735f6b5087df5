"""Secrets that were lost are made anew; whoever holds the old ones is shut out."""

from domain.directory import passwords
from domain.errors import NotFound
from storage.transactions import transaction


async def renew_password(login: str, password: str) -> None:
    """Another password for an account; its open sessions and personal access tokens end."""
    kept = await passwords.make(password)
    async with transaction() as connection:
        account = await connection.fetchval(
            "update account set password_hash = $2 where login = $1 returning id", login, kept
        )
        if account is None:
            raise NotFound(f"没有账号“{login}”。", f"There is no account {login!r}.")
        await connection.execute("delete from session where account_id = $1", account)
        await connection.execute(
            "update access_token set revoked_at = now() where account_id = $1 and revoked_at is null", account
        )
