"""The same functions for programs: Gradio's API and MCP, through a running server."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from gradio_client import Client
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client

KOMMUN: dict[str, Any] = {"aktorstyp": "kommun", "roll": "koordinator", "kostnader": [{"belopp": 700_000}]}


@pytest.fixture(scope="module")
def client(site: str) -> Client:
    return Client(site, verbose=False)


def test_fraga_ger_svaret_med_citat(client: Client) -> None:
    reply = client.predict("Hur mycket pengar kan ett projekt få?", api_name="/fraga")
    assert reply["status"] == "answered"
    assert reply["citations"][0]["quote"]


def test_budget_raknar(client: Client) -> None:
    result = client.predict("största bidrag", [KOMMUN], api_name="/budget")
    assert result["bidrag"] == 560_000
    assert result["avgor"] == ["andel"]


def test_behorighet_provar_varje_krav(client: Client) -> None:
    verdict = client.predict([KOMMUN], 13, api_name="/behorighet")
    assert verdict["utfall"] == "inte uppfyllt"
    assert [k["regel"] for k in verdict["krav"] if k["utfall"] == "inte uppfyllt"] == ["manader"]


@pytest.mark.parametrize(
    ("fraga_om", "part", "field"),
    [
        ("största bidrag", KOMMUN | {"kostnader": [{"belopp": -1}]}, "kostnad för part 1"),
        ("största bidrag", KOMMUN | {"aktorstyp": "måne"}, "parter 1: aktorstyp"),
        ("väder", KOMMUN, "fraga_om"),
    ],
)
def test_det_som_inte_kan_vara_namnger_faltet(client: Client, fraga_om: str, part: dict[str, Any], field: str) -> None:
    assert client.predict(fraga_om, [part], api_name="/budget")["falt"] == field


def test_alla_tre_ar_dokumenterade_verktyg_i_mcp(site: str) -> None:
    async def use() -> tuple[dict[str, Any], str]:
        async with (
            streamablehttp_client(f"{site}/gradio_api/mcp/") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = {tool.name: tool for tool in (await session.list_tools()).tools}
            name = next(n for n in tools if n.endswith("budget"))
            answer = await session.call_tool(name, {"parter": [KOMMUN]})
            return tools, answer.content[0].text  # type: ignore[union-attr]  # this tool answers in text

    with ThreadPoolExecutor(1) as thread:  # Playwright keeps an event loop in this one
        tools, answer = thread.submit(asyncio.run, use()).result()
    assert {name.rsplit("_", 1)[-1] for name in tools} >= {"fraga", "behorighet", "budget"}
    for tool in tools.values():
        assert tool.description
        assert all(field.get("description") for field in tool.inputSchema["properties"].values())
    assert "560000" in answer
