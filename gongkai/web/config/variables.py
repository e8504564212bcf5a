"""Every variable of the environment that the platform reads: its name, its default, what it is for.

docs/operating.md shows this table; a test compares the two, and another the table with the code.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    name: str
    default: str
    zh: str
    en: str


VARIABLES = [
    Variable("GONGKAI_HOME", "~/.local/share/gongkai", "实例的数据目录", "the folder of the instance's data"),
    Variable("PORT", "8000", "监听端口", "the port to listen on"),
    Variable("GONGKAI_BIND", "127.0.0.1", "监听地址", "the address to listen on"),
    Variable("GONGKAI_WORKERS", "处理器数 / processors, ≤ 4", "网页服务进程数", "processes that answer pages"),
    Variable("GONGKAI_THREADS", "4", "每个网页服务进程的线程数", "threads in each of them"),
    Variable("GONGKAI_TASKS_AT_ONCE", "2", "同时执行的后台任务数", "background tasks at a time"),
    Variable("GONGKAI_DEMO", "0", "1：装入演示数据，演示账号只用口令登录", "1: with invented data and its accounts"),
    Variable("DATABASE_URL", "SQLite", "postgresql://用户:口令@主机/库", "postgresql://user:password@host/name"),
    Variable("GONGKAI_SECRET_KEY", "自动生成 / made", "签名密钥，至少50个字符", "the key of signatures, 50 characters"),
    Variable("GONGKAI_FIELD_KEY", "自动生成 / made", "加密个人信息的密钥", "the key of personal data"),
    Variable("GONGKAI_OLD_FIELD_KEYS", "", "以前的密钥，用逗号分开", "keys of before, comma-separated"),
    Variable("GONGKAI_PG_BIN", "PATH", "pg_dump、pg_restore 所在的文件夹", "the folder of pg_dump and pg_restore"),
    Variable("GONGKAI_HOSTS", "只有本机 / this machine", "域名，用逗号分开", "host names, comma-separated"),
    Variable("GONGKAI_HTTPS", "0", "1：只经 https 访问，由代理终结 TLS", "1: by https only, ended by a proxy"),
    Variable("GONGKAI_PROXY_TLS_HEADER", "X-Forwarded-Proto: https", "代理说明 https 的请求头", "its header"),
    Variable("GONGKAI_PROXIES", "0", "前面有几层可信代理", "how many trusted proxies stand in front"),
    Variable("GONGKAI_ORIGINS", "", "另外允许提交表单的来源", "further origins of forms, with scheme"),
    Variable("GONGKAI_HSTS_SECONDS", "31536000", "HSTS 的有效期（秒），0 为不发", "seconds of HSTS; 0: none"),
    Variable("GONGKAI_SESSION_IDLE_MINUTES", "30", "闲置多少分钟后会话结束", "minutes until a session at rest is over"),
    Variable("GONGKAI_SESSION_HOURS", "10", "会话最长多少小时", "hours after which any session is over"),
    Variable("GONGKAI_REVIEW_GRACE_DAYS", "0", "年度复核逾期几天后任职暂停，0 为不暂停", "days until an office rests"),
    Variable("GONGKAI_FILE_MB", "100", "单个文件的上限（MB）", "the largest file, in MB"),
    Variable("GONGKAI_FILE_KINDS", "", "接收的扩展名，用逗号分开，默认全部", "endings of what is taken; else all"),
    Variable("GONGKAI_S3_BUCKET", "", "文件存放的 S3 存储桶", "keep files in this bucket"),
    Variable("GONGKAI_S3_ENDPOINT", "", "S3 服务地址", "address of the S3 service"),
    Variable("GONGKAI_S3_REGION", "", "S3 区域", "its region"),
    Variable("GONGKAI_S3_KEY", "", "S3 访问密钥", "its access key"),
    Variable("GONGKAI_S3_SECRET", "", "S3 私密密钥", "its secret key"),
    Variable("GONGKAI_S3_PREFIX", "", "存储桶内的前缀", "prefix inside the bucket"),
    Variable("GONGKAI_S3_ADDRESSING", "", "path 或 virtual", "path or virtual"),
    Variable("GONGKAI_EMAIL_URL", "file://…/mail", "smtp://、smtps:// 或 file://", "smtp://user:password@host:587?tls=starttls"),
    Variable("GONGKAI_EMAIL_FROM", "gongkai@localhost", "发件人", "the sender of mails"),
    Variable("GONGKAI_LOG", "plain", "日志格式：plain 或 json", "form of the log: plain or json"),
    Variable("GONGKAI_SHOWN_NAMES", "", "清单显示自然人全名的决定种类", "kinds of decisions that show people's names"),
    Variable("GONGKAI_ERROR_ANSWER_DAYS", "3", "几个工作日内答复纠错，0 为不设期限", "days to answer errors"),
    Variable("GONGKAI_KIOSK_IDLE", "120", "公开专区几秒无人触摸即回到首页", "seconds until an idle kiosk begins anew"),
    Variable("GONGKAI_API_PER_MINUTE", "300", "每个地址每分钟可调用开放接口几次", "API calls a minute"),
    Variable("GONGKAI_METRICS_TOKEN", "", "读取 /metrics 的令牌", "a bearer token for /metrics"),
    Variable("GONGKAI_METRICS_FROM", "127.0.0.0/8,::1", "哪些地址可读 /metrics", "addresses that may read /metrics"),
    Variable("GONGKAI_SITE_NAME", "", "网站名称，默认为牵头政府的名称", "the site's name; else the lead government's"),
    Variable("GONGKAI_SITE_CODE", "", "政府网站标识码", "the site's code as a government website"),
    Variable("GONGKAI_LANG", "zh", "命令行的语言", "language of the command: zh or en"),
    Variable("GONGKAI_DEBUG", "0", "1：出错时显示详情，仅限本机试用", "1: details of errors, on one machine only"),
    Variable("GONGKAI_LAW", "", "对法律数据的更正文件", "a file that corrects the law's data"),
    Variable("GONGKAI_CALENDAR", "", "对工作日历的补充文件", "a file that adds to the calendar of working days"),
]  # fmt: skip

#: Read by the tests or set by our own processes, not by an operator.
OURS = frozenset({"GONGKAI_SHARED", "GONGKAI_PARENT"})
TESTS = "GONGKAI_TEST_"


def unknown(names: Iterable[str]) -> list[tuple[str, str]]:
    """Variables that begin like ours and are none, each with the one that may be meant, or an empty string."""
    known = {variable.name for variable in VARIABLES} | OURS
    wrong = sorted({name for name in names if name.startswith("GONGKAI_") and not name.startswith(TESTS)} - known)
    ours = {name.removeprefix("GONGKAI_"): name for name in sorted(known - OURS)}
    near = {name: difflib.get_close_matches(name.removeprefix("GONGKAI_"), ours, 1) for name in wrong}
    return [(name, ours[near[name][0]] if near[name] else "") for name in wrong]


def table() -> str:
    """The variables as Markdown."""
    rows = ["| variable | default | 用途 | what it is for |", "|---|---|---|---|"]
    rows += [f"| `{one.name}` | {one.default} | {one.zh} | {one.en} |" for one in VARIABLES]
    return "\n".join(rows) + "\n"
