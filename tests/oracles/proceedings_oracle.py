"""The plain twin of `config.proceedings`: may a step follow these steps?  It looks at nothing but the list.

For the county office, the precincts and the persons of `tests/config/proceedings/way.py`: a bond is due, the
office is of the state, and every step of the pool has sound facts.
"""

from __future__ import annotations


def names(past):
    return [type(event).__name__ for event in past]


def since(past, kind):
    """The steps after the last of a kind; None when there was none."""
    for place in range(len(past) - 1, -1, -1):
        if type(past[place]).__name__ == kind:
            return past[place + 1 :]
    return None


def open_containers(past):
    found = {}
    for event in past:
        if type(event).__name__ == "ContainerOpened":
            found[event.container] = event.precinct
        if type(event).__name__ == "ContainerResealed":
            del found[event.container]
    return found


def in_session(past):
    last = [name for name in names(past) if name in ("BoardConvened", "Adjourned")][-1:]
    return last == ["BoardConvened"]


def named(past):
    return [
        precinct
        for event in past
        if type(event).__name__ in ("RequestFiled", "PrecinctsExtended")
        for precinct in event.precincts
    ]


def counted(past):
    return {event.precinct for event in past if type(event).__name__ == "PrecinctRecounted"}


def report(past):
    """The report made last and who signed it; None when the recount went on after it."""
    rest = since(past, "ReportMade")
    spoilt = {"PrecinctsExtended", "MethodChosen", "SameProgramUsed", "FlawFound"}
    spoilt |= {"ContainerOpened", "PrecinctRecounted"}
    if rest is None or spoilt & set(names(rest)):
        return None
    return [event.member for event in rest if type(event).__name__ == "ReportSigned"]


def may_follow(past, event):
    done, kind = set(names(past)), type(event).__name__
    if "RequestRefused" in done:
        return False
    if kind == "RequestFiled":
        return "RequestFiled" not in done
    if "RequestFiled" not in done:
        return False
    again = {"BoardConvened", "PrecinctsExtended", "MethodChosen", "SameProgramUsed", "FlawFound", "Adjourned"}
    again |= {"ContainerOpened", "ContainerResealed", "PrecinctRecounted", "ReportMade", "ReportSigned"}
    if kind in done and kind not in again:
        return False
    if kind in ("WinnerNotified", "StateNotified", "RecountOrdered", "BondPosted"):
        return True
    if kind == "RequestRefused":
        return "RecountOrdered" not in done
    if kind == "WinnerDesignated":
        return "WinnerNotified" in done
    filed = "ReportFiled" in done
    if kind == "KeyEntered":
        return not filed
    if kind == "BoardConvened":
        ready = {"RecountOrdered", "BondPosted", "WinnerDesignated"} <= done
        return ready and not filed and not in_session(past)
    if "BoardConvened" not in done:
        return False
    if kind == "JudgeNotified":
        return "ThirdChosen" not in done
    if kind == "ThirdChosen":
        return (event.by == "chief judge") == ("JudgeNotified" in done)
    signers = report(past)
    if kind in ("CountyBoardNotified", "CountyBoardCorrected", "StateInformed", "BondSettled", "ReportSigned"):
        stands = signers is not None and len(signers) >= 2
        if kind == "ReportSigned":
            keyed = event.signature is None or "KeyEntered" in done
            return signers is not None and event.member not in signers and not filed and keyed
        if kind == "CountyBoardNotified":
            return filed and stands
        if kind == "CountyBoardCorrected":
            return "CountyBoardNotified" in done
        corrected = "CountyBoardCorrected" in done or not stands
        if kind == "StateInformed":
            return filed and corrected and "StateNotified" in done
        return filed and corrected and "StateInformed" in done
    if kind == "ReportFiled":
        return signers is not None
    if kind == "Adjourned":
        return in_session(past) and not open_containers(past)
    if kind == "ContainerResealed":
        return in_session(past) and event.container in open_containers(past)
    if filed:
        return False
    if kind == "PrecinctsExtended":
        return True
    if "ThirdChosen" not in done:
        return False
    if kind == "SameProgramUsed":
        return "FlawFound" not in done
    if kind == "FlawFound":
        return True
    if kind == "ReportMade":
        return not open_containers(past) and set(named(past)) <= counted(past)
    if not in_session(past):
        return False
    if kind == "MethodChosen":
        return event.precinct in named(past) and event.precinct not in counted(past)
    if kind == "PrecinctRecounted":
        return event.precinct in open_containers(past).values()
    chosen = [
        step for step in past if type(step).__name__ == "MethodChosen" and step.precinct == event.precinct
    ]
    if event.container in open_containers(past) or event.precinct not in named(past) or not chosen:
        return False
    return chosen[-1].method.value == "hand" or bool(done & {"SameProgramUsed", "FlawFound"})
