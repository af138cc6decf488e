from datetime import timedelta

import pytest

from assistant.desk.access import Actor
from assistant.desk.db.audit import Audit
from assistant.desk.db.database import Database
from assistant.desk.db.sessions import IDLE_FOR, LOCKED_FOR, MAX_FAILURES, SESSION_FOR, Sessions
from assistant.desk.db.users import Users
from assistant.desk.states import Role
from assistant.errors import AccessError, InputError
from tests.desk.conftest import PASSWORD, ROOT, Hands


@pytest.fixture
def sessions(database: Database, clock: Hands) -> Sessions:
    return Sessions(database, clock)


def test_ratt_losenord_ger_en_session_som_vet_vem_man_ar(sessions: Sessions, anna: Actor) -> None:
    assert sessions.actor(sessions.login(" Anna ", PASSWORD)) == anna


@pytest.mark.parametrize(("name", "password"), [("anna", "fel lösenord helt"), ("ingen", PASSWORD), ("anna", "")])
def test_fel_namn_och_fel_losenord_later_lika(sessions: Sessions, anna: Actor, name: str, password: str) -> None:
    with pytest.raises(AccessError, match=r"^Fel namn eller lösenord\.$"):
        sessions.login(name, password)


def test_upprepade_fel_laser_kontot_en_stund(sessions: Sessions, anna: Actor, clock: Hands) -> None:
    for _ in range(MAX_FAILURES):
        with pytest.raises(AccessError, match="Fel namn"):
            sessions.login("anna", "fel lösenord helt")
    with pytest.raises(AccessError, match="Kontot är låst till"):
        sessions.login("anna", PASSWORD)
    clock.forward(LOCKED_FOR)
    assert sessions.login("anna", PASSWORD)


def test_ett_ratt_losenord_nollar_raknaren(sessions: Sessions, anna: Actor) -> None:
    for _ in range(2):
        for _ in range(MAX_FAILURES - 1):
            with pytest.raises(AccessError, match="Fel namn"):
                sessions.login("anna", "fel lösenord helt")
        assert sessions.login("anna", PASSWORD)


@pytest.mark.parametrize("step", [IDLE_FOR + timedelta(seconds=1), SESSION_FOR + timedelta(seconds=1)])
def test_en_session_tar_slut(sessions: Sessions, anna: Actor, clock: Hands, step: timedelta) -> None:
    token = sessions.login("anna", PASSWORD)
    clock.forward(step)
    with pytest.raises(AccessError, match="utloggad"):
        sessions.actor(token)


def test_den_som_arbetar_halls_inloggad_men_inte_for_alltid(sessions: Sessions, anna: Actor, clock: Hands) -> None:
    token = sessions.login("anna", PASSWORD)
    for _ in range(19):
        clock.forward(timedelta(minutes=30))
        assert sessions.actor(token) == anna
    clock.forward(timedelta(minutes=31))
    with pytest.raises(AccessError):
        sessions.actor(token)


def test_utloggning_stangning_rollbyte_och_nytt_losenord_avslutar_sessionen(
    sessions: Sessions, users: Users, anna: Actor
) -> None:
    endings = [
        sessions.logout,
        lambda _t: users.set_role(ROOT, "anna", Role.GRANSKARE),
        lambda _t: users.set_password(ROOT, "anna", PASSWORD),
        lambda _t: users.set_active(ROOT, "anna", active=False),
    ]
    for end in endings:
        token = sessions.login("anna", PASSWORD)
        end(token)
        with pytest.raises(AccessError):
            sessions.actor(token)
    with pytest.raises(AccessError, match="Fel namn"):
        sessions.login("anna", PASSWORD)


def test_den_enda_administratoren_kan_varken_stangas_eller_byta_roll(users: Users, adam: Actor) -> None:
    with pytest.raises(InputError, match="enda administratören"):
        users.set_active(ROOT, "adam", active=False)
    with pytest.raises(InputError, match="enda administratören"):
        users.set_role(ROOT, "adam", Role.GRANSKARE)


@pytest.mark.parametrize("password", ["kort", "anna anna anna", "aaaaaaaaaaaaaaaa", "x" * 201])
def test_svaga_losenord_avvisas(users: Users, password: str) -> None:
    with pytest.raises(InputError, match="lösenord"):
        users.add(ROOT, name="anna", full_name="", role=Role.HANDLAGGARE, password=password)


def test_samma_namn_tva_ganger_avvisas(users: Users, anna: Actor) -> None:
    with pytest.raises(InputError, match="finns redan"):
        users.add(ROOT, name="ANNA", full_name="", role=Role.HANDLAGGARE, password=PASSWORD)


def test_byta_eget_losenord_kraver_det_gamla(users: Users, sessions: Sessions, anna: Actor) -> None:
    with pytest.raises(AccessError):
        users.change_own_password(anna, "fel lösenord helt", "tre nya fina ord")
    users.change_own_password(anna, PASSWORD, "tre nya fina ord")
    assert sessions.login("anna", "tre nya fina ord")


def test_loggen_berattar_vem_som_gjorde_vad(database: Database, users: Users, anna: Actor, adam: Actor) -> None:
    users.set_active(adam, "anna", active=False)
    latest = Audit(database).events(adam)[0]
    assert (latest.who, latest.action, latest.target) == ("adam", "stängde konto", "anna")
    assert "stängde konto" in Audit(database).csv(adam).decode("utf-8-sig")
