"""What can be done with a process: begin it, act in it, change its thing; and with the chains of agencies."""

from gongkai.web.workflow.actions.begin import begin, changed, enter, fixed
from gongkai.web.workflow.actions.chains import end_chain, set_chain
from gongkai.web.workflow.actions.perform import perform

__all__ = ["begin", "changed", "end_chain", "enter", "fixed", "perform", "set_chain"]
