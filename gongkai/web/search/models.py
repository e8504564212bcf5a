"""What can be found: one entry for each thing, and the index over all of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Lookup
from django.utils.translation import gettext_lazy as _

from gongkai.web.visibility import Level, VisibleQuerySet


class Entry(models.Model):
    """One thing that can be found, as plain values: no foreign key, so that it knows no model above."""

    kind = models.CharField(_("种类"), max_length=40)
    object_id = models.CharField(_("编号"), max_length=60)
    #: Day and id in one number: newest first is the order of the index itself.
    position = models.BigIntegerField(unique=True, null=True)
    agency_id = models.BigIntegerField(_("机关"))
    level = models.CharField(_("公开层级"), max_length=20, choices=Level)
    url = models.CharField(_("地址"), max_length=500)
    date = models.DateField(_("日期"))
    # What it can be narrowed by; before the texts, which a row is not read through for.
    item = models.CharField(_("法定公开事项"), max_length=20, blank=True)
    sort = models.CharField(_("文件种类"), max_length=20, blank=True)
    #: 文号, folded and without blanks
    number = models.CharField(_("文号"), max_length=100, blank=True)
    #: The last day on which it is in force
    until = models.DateField(_("有效期至"), null=True)
    title = models.CharField(_("题名"), max_length=300)
    #: What the index holds of title and text; kept, because SQLite must be told it again to forget it. Before the text,
    #: since it is read of many entries and the text of a page of them.
    folded = models.TextField()
    text = models.TextField(_("正文"), blank=True)

    objects: ClassVar[Any] = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("检索条目")
        # The number first: a search of one kind must not be led by this index instead of by the words.
        constraints = [models.UniqueConstraint(fields=["object_id", "kind"], name="search_entry_once")]

    def __str__(self) -> str:
        return self.title


class GramQuerySet(VisibleQuerySet["Gram"]):
    holder = "entry__"


class TokenField(models.TextField):
    """The tokens of a row of the index: they can be matched, nothing else."""


class Gram(models.Model):
    """The index: of SQLite a contentless FTS5 table, of PostgreSQL a table of places under a GIN index."""

    entry = models.OneToOneField(
        Entry,
        primary_key=True,
        to_field="position",
        db_column="rowid",
        db_constraint=False,
        on_delete=models.DO_NOTHING,
    )
    #: FTS5's own column of its table's name: matched without a place, which the index does not know.
    tokens = TokenField(db_column="search_gram")

    objects: ClassVar[Any] = GramQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "search_gram"


@TokenField.register_lookup
class Match(Lookup):
    """`tokens__match`: what `grams.match` makes of words."""

    lookup_name = "match"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} MATCH {right}", (*left_params, *right_params)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        place = f"{compiler.quote_name_unless_alias(self.lhs.alias)}.rowid"
        right, right_params = self.process_rhs(compiler, connection)
        return f"gongkai_tokens({place}) @@ {right}::tsquery", tuple(right_params)
