"""What a user may set, read once from the environment (`WEERBAAR_DATA=… weerbaar serve`)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Self

from annotated_types import Ge
from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

if TYPE_CHECKING:
    from graph.review import Policy

CHECKOUT = Path(__file__).parents[1]
SHARED_OUT: Final = (
    "query_workers",
    "query_long",
    "query_waiting",
    "explanations",
    "answer_megabytes",
    "copy_megabytes",
)
"""Settings that hold for the whole service, so that each serving process gets a part."""


def default_data_folder() -> Path:
    """`data/` of the checkout that the code runs from; for an installed package the user's data folder."""
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT / "data"
    return user_data_path("weerbaar")


def _quarter_of_memory() -> int:
    """Of this machine, in megabytes; none where the system does not tell."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 22
    except (OSError, ValueError):
        return 0


class Settings(BaseSettings):
    """Every setting, its unit and its default. Each is the environment variable `WEERBAAR_{NAME}`."""

    model_config = SettingsConfigDict(env_prefix="WEERBAAR_", frozen=True, extra="ignore")

    data: Path = Field(default_factory=default_data_folder, description="Folder of the graph.")
    store: str = Field(
        "", description="Query address of a SPARQL 1.1 engine that holds the graph instead of that folder."
    )
    store_user: str = Field("", description="User by which that engine takes updates (HTTP Digest).")
    store_password: SecretStr = Field(SecretStr(""), description="Password of that user.")
    host: str = Field("127.0.0.1", description="Address to listen on; loopback unless you say otherwise.")
    port: Annotated[int, Ge(0)] = Field(8000, le=65535, description="Port to listen on; 0 takes a free one.")
    public_url: str = Field("", description="Address under which others reach the service, when it differs.")
    cors_origins: tuple[str, ...] = Field((), description="Origins whose pages may read this service.")

    versions: int = Field(
        3, ge=1, description="Versions of the graph that are kept, for links that name one (?version=)."
    )

    requests_per_minute: int = Field(6000, ge=0, description="Requests of a caller in a minute; 0: no limit.")
    requests_at_once: int = Field(64, ge=1, description="Requests of one caller at the same time.")
    oidc_issuer: str = Field("", description="OpenID Connect issuer to believe.")
    oidc_audience: str = Field("weerbaar", description="Audience that those tokens must name.")
    oidc_jwks: str = Field("", description="Address of the issuer's keys.")

    documents: Path | None = Field(
        None, description="Folder in which an identifier such as kst-30821-125 is looked up."
    )
    file_megabytes: int = Field(20, ge=1, description="Largest document to ingest, in megabytes.")

    rule_precision: float = Field(
        0.5, ge=0, le=1, description="A rule whose claims were right less often is quarantined."
    )
    rule_decisions: int = Field(5, ge=1, description="Decisions on a rule before its precision counts.")

    query_seconds: float = Field(10.0, gt=0, description="Deadline of one SPARQL query, in seconds.")
    query_megabytes: int = Field(1500, ge=200, description="Address space of the process of one query.")
    query_characters: int = Field(100_000, ge=100, description="Longest SPARQL query, in characters.")
    query_nesting: int = Field(100, ge=5, description="Deepest nesting of brackets in a SPARQL query.")
    query_workers: int = Field(
        8, ge=1, description="SPARQL queries that run at the same time; no more than processors, and one."
    )
    query_long: int = Field(4, ge=0, description="Long SPARQL queries that may run beside.")
    query_waiting: int = Field(64, ge=0, description="SPARQL queries that may wait for their turn.")
    explanations: int = Field(2, ge=0, description="Explanations of queries that run at the same time.")
    result_megabytes: int = Field(512, ge=1, description="Largest result of one SPARQL query, in megabytes.")
    answer_megabytes: int = Field(
        64, ge=0, description="Memory for SPARQL answers that may be asked again, in megabytes; 0: none."
    )
    prepared_megabytes: int = Field(
        64, ge=0, description="Disk for canned answers worked out ahead, per snapshot, in megabytes; 0: none."
    )
    copy_megabytes: int = Field(
        default_factory=_quarter_of_memory,
        ge=0,
        description="Memory for copies of the graph from which queries are answered, in megabytes; 0: none; "
        "a quarter of the machine's unless you say otherwise.",
    )
    serving_processes: int = Field(
        1,
        ge=1,
        le=64,
        validate_default=True,
        description="Processes that answer requests; what the settings allow is shared out among them.",
    )
    page_rows: int = Field(500, ge=10, description="Rows of a result that a page shows before it refers on.")

    shutdown_seconds: float = Field(5.0, ge=0, description="Time for running answers to end at shutdown.")
    log_format: str = Field("text", pattern="^(text|json)$", description="`text` or `json`.")

    @field_validator("store")
    @classmethod
    def _known_engine(cls, text: str) -> str:
        if text:
            from api.stores import addresses
            from graph.endpoint import Endpoint

            for url in addresses(text).values():
                Endpoint.at(url)
        return text

    @field_validator("serving_processes")
    @classmethod
    def _enough_for_each(cls, number: int, info: ValidationInfo) -> int:
        for name in SHARED_OUT:
            if 0 < info.data.get(name, 0) < number:
                raise ValueError(
                    f"each process needs a part of WEERBAAR_{name.upper()}, which is {info.data[name]}"
                )
        return number

    def share(self, process: int) -> Self:
        """The settings of one serving process: with its part of what holds for all of them together.

        >>> [Settings(serving_processes=3, query_workers=8).share(each).query_workers for each in range(3)]
        [3, 3, 2]
        """
        number = self.serving_processes
        parts = {name: getattr(self, name) for name in SHARED_OUT}
        return self.model_copy(
            update={name: whole // number + (process < whole % number) for name, whole in parts.items()}
        )

    @property
    def review_policy(self) -> Policy:
        """When a rule is quarantined."""
        from graph.review import Policy

        return Policy(self.rule_precision, self.rule_decisions)
