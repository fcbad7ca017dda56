"""The ``onewindow`` command. It reads arguments; ``commands`` does the work, loaded when it is needed."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from onewindow.kernel.errors import OnewindowError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def onewindow() -> None:
    """A government's One Window: file once, in one place."""


def _server_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--threads", default=3, show_default=True, help="Requests at once in each of them."),
        click.option("--workers", default=2, show_default=True, help="Processes of the web server."),
        click.option("--port", default=8000, show_default=True, help="Port to answer at."),
        click.option("--host", default="127.0.0.1", show_default=True, help="Address to answer at."),
    ):
        command = option(command)
    return command


@onewindow.command()
@_server_options
def run(host: str, port: int, workers: int, threads: int) -> None:
    """Run everything: the database, the web server and the worker, until Ctrl-C."""
    from onewindow.commands import run as running
    from onewindow.commands.serving import Server

    running.run(Server(host=host, port=port, workers=workers, threads=threads))


@onewindow.command()
@_server_options
def web(host: str, port: int, workers: int, threads: int) -> None:
    """Run the web server alone."""
    from onewindow.commands import serving

    serving.serve(serving.Server(host=host, port=port, workers=workers, threads=threads))


@onewindow.command()
def prepare() -> None:
    """Bring the database up to date: tables, the country, the services."""
    from onewindow.commands import preparing, surroundings

    with surroundings.house():
        preparing.prepare(preparing.current_fingerprint())


@onewindow.command()
def worker() -> None:
    """Run the worker alone: timers, news, the record, jobs."""
    from onewindow.commands import working

    working.work()


@onewindow.command()
def migrate() -> None:
    """Bring the tables up to date, and nothing else."""
    from onewindow.commands import surroundings

    with surroundings.house():
        from django.core.management import call_command

        call_command("migrate", interactive=False)
        call_command("createcachetable")


@onewindow.command()
@click.option("--deploy", is_flag=True, help="Also what only a real window must fulfil.")
def check(deploy: bool) -> None:
    """Check settings, tables and the database's durability."""
    from onewindow.commands import checking

    sys.exit(0 if checking.check(deploy=deploy) else 1)


@onewindow.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write the database and the uploads into FILE. It may be done while the program runs."""
    from onewindow.commands import keeping

    keeping.backup(file)


@onewindow.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Throw away what the database holds now.")
def restore(file: Path, replace: bool) -> None:
    """Bring back what FILE holds: all of it, or nothing changes."""
    from onewindow.commands import keeping

    keeping.restore(file, replace=replace)


@onewindow.command()
def upgrade() -> None:
    """Bring the data of an earlier version to this one, after taking a backup."""
    from onewindow.commands import keeping

    keeping.upgrade()


@onewindow.command("file")
@click.argument("service")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "account", required=True, help="The account that files.")
@click.option("--for", "applicant", help="Whose case it is, such as register/companies/1234567A.")
@click.option("--language", default="en", show_default=True)
def file_case(service: str, file: Path, account: str, applicant: str | None, language: str) -> None:
    """File a case with SERVICE (agency/service) from the answers in FILE, a JSON object."""
    from onewindow.commands import at_the_console

    at_the_console.file_case(
        service=service, file=file, account=account, applicant=applicant, language=language
    )


@onewindow.command()
@click.argument("number")
@click.option("--as", "account", required=True, help="The account that asks.")
@click.option("--move-to", "version", help="Move it to this version of its package.")
@click.option("--reason", default="", help="Why it is moved, for the record and the applicant.")
@click.option("--dry-run", is_flag=True, help="Only say to which versions it could be moved, and why not.")
def case(number: str, account: str, version: str | None, reason: str, dry_run: bool) -> None:
    """Show where the case with this NUMBER stands, or move it to another version of its package."""
    from onewindow.commands import at_the_console, moving

    if dry_run:
        sys.exit(moving.show_moves(number=number, account=account, version=version))
    elif version is not None:
        moving.move_case(number=number, account=account, version=version, reason=reason)
    else:
        at_the_console.show_case(number=number, account=account)


@onewindow.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Say whether FILE is genuine: a document of this window, or signed so that it holds. Fails if not."""
    from onewindow.commands import at_the_console

    sys.exit(0 if at_the_console.verify(file=file) else 1)


@onewindow.group()
def record() -> None:
    """The tamper-evident record."""


@record.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def record_export(folder: Path) -> None:
    """Write the whole log into FOLDER, for onewindow-verify."""
    from onewindow.commands import at_the_console

    at_the_console.export_record(folder=folder)


@onewindow.group()
def keys() -> None:
    """The keys of what the record says: kept apart from backups, so that what was erased stays erased."""


@keys.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def keys_backup(file: Path) -> None:
    """Write the keys into FILE, over the last one."""
    from onewindow.commands import keeping

    keeping.keep_keys(file)


@keys.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def keys_restore(file: Path) -> None:
    """Bring the keys in FILE to a server that lost them, after ``onewindow restore``."""
    from onewindow.commands import keeping

    keeping.bring_keys_back(file)


@keys.command("erase-again")
def keys_erase_again() -> None:
    """Erase anew what a backup brought back. ``restore`` does it by itself."""
    from onewindow.commands import privacy

    privacy.erase_again()


@onewindow.command()
@click.option("--dry-run", is_flag=True, help="Only say what is due.")
def dispose(dry_run: bool) -> None:
    """Delete or blank what is past its term and under no legal hold. The worker does it each night."""
    from onewindow.commands import privacy

    privacy.dispose(dry_run=dry_run)


@onewindow.command()
@click.argument("person")
@click.option("--as", "account", required=True, help="The account that erases.")
@click.option("--confirmed-by", required=True, help="The account of a second person, who agreed.")
@click.option("--reason", required=True)
def erase(person: str, account: str, confirmed_by: str, reason: str) -> None:
    """Destroy the keys of what the record says about PERSON (register/people/KEY), and erase what may go."""
    from onewindow.commands import privacy

    privacy.erase(person=person, account=account, confirmed_by=confirmed_by, reason=reason)


@onewindow.command("export-of")
@click.argument("person")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_of(person: str, file: Path) -> None:
    """Write everything that is held about PERSON (register/people/KEY) into FILE, a zip."""
    from onewindow.commands import privacy

    privacy.export_of(person=person, file=file)


@onewindow.command("looked-without-cause")
@click.option("--days", default=7, show_default=True, help="How far back.")
@click.option("--agency", default="", help="Only readers of this agency.")
def looked_without_cause(days: int, agency: str) -> None:
    """List officers who looked people up with no case of theirs, and what stands out."""
    from onewindow.commands import privacy

    privacy.looked_without_cause(days=days, agency=agency)


@onewindow.command("set-up-code")
@click.argument("account")
def set_up_code(account: str) -> None:
    """Print a code with which the owner of ACCOUNT sets up a first app or passkey. For the first officers."""
    from onewindow.commands import signing_in

    signing_in.set_up_code(account=account)


@onewindow.group()
def country() -> None:
    """The demonstration country."""


@country.command("grow")
@click.option("--people", type=click.IntRange(1, 40_000_000), default=20_000, show_default=True)
@click.option("--names", type=click.Choice(["arabic", "kazakh"]), default="arabic", show_default=True)
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same country.")
@click.option("--processes", type=click.IntRange(1, 64), help="As many as there are processors.")
def country_grow(people: int, names: str, seed: int, processes: int | None) -> None:
    """Fill the registers with people, families, addresses, companies, land and vehicles. All are invented.

    Stopped in the middle, the same command goes on where it was.
    """
    from onewindow.commands.growing import command

    command.grow(people=people, names=names, seed=seed, helpers=processes)


@onewindow.group()
def register() -> None:
    """Registers: many entries at once, in from a file or out into one."""


@register.command("import")
@click.argument("slug", metavar="REGISTER")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "account", required=True, help="The officer's account.")
@click.option("--source", required=True, help="The document that the rows rest on.")
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only check, and report what would become of each row.")
@click.option("--confirmed-by", default="", help="The account of a second officer, where two are needed.")
def register_import(
    slug: str, file: Path, account: str, source: str, mapping: Path | None, dry_run: bool, confirmed_by: str
) -> None:
    """Import FILE (CSV, XLSX, Parquet or JSON lines) into REGISTER. 1: rows were rejected.

    Stopped in the middle, the same command goes on where it was.
    """
    from onewindow.commands import registering

    sys.exit(
        registering.import_file(
            register=slug,
            file=file,
            account=account,
            source=source,
            mapping=mapping,
            dry=dry_run,
            second=confirmed_by,
        )
    )


@register.command("duplicates")
@click.argument("slug", metavar="REGISTER")
def register_duplicates(slug: str) -> None:
    """Look through REGISTER for entries that may be one and the same; its officers decide on each pair."""
    from onewindow.commands import registering

    registering.find_duplicates(register=slug)


@register.command("export")
@click.argument("slug", metavar="REGISTER")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as", "account", required=True, help="The officer's account.")
@click.option("--law", default="", help="The legal basis, where the register is not open.")
def register_export(slug: str, file: Path, account: str, law: str) -> None:
    """Export REGISTER into FILE; its end says whether as CSV, XLSX, Parquet or JSON lines."""
    from onewindow.commands import registering

    registering.export_file(register=slug, file=file, account=account, law=law)


@onewindow.group()
def dmn() -> None:
    """Decision models."""


@dmn.command("tck")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--verbose", is_flag=True, help="Show what was expected and what came.")
def dmn_tck(folder: Path, verbose: bool) -> None:
    """Run a folder laid out like the public conformance kit. Fails if a case fails."""
    from onewindow.standards.dmn import tck

    passed, failed = tck.report(folder, verbose=verbose)
    if not passed + failed:
        click.echo(
            f"There are no test cases in {folder}. A folder holds models (*.dmn), and beside each its test "
            "cases (*.xml, with testCases as the root).",
            err=True,
        )
        sys.exit(2)
    sys.exit(1 if failed else 0)


@dmn.command("check")
@click.argument("model", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--lent", multiple=True, help="A name that every expression sees beside those of the model.")
def dmn_check(model: Path, lent: tuple[str, ...]) -> None:
    """Look for wrong names and types, gaps and overlaps. Fails where something is certain to go wrong."""
    from onewindow.kernel.errors import OnewindowError
    from onewindow.standards import dmn as decisions

    beside = [other.read_bytes() for other in sorted(model.parent.glob("*.dmn")) if other != model]
    try:
        found = decisions.check(decisions.load(model.read_bytes(), imports=beside), lent=lent)
    except OnewindowError as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
    for finding in found:
        click.echo(f"{finding.severity}: {finding.element}: {finding.text()}")
    click.echo(f"{len(found)} findings")
    sys.exit(1 if any(finding.severity == "error" for finding in found) else 0)


@onewindow.group()
def bpmn() -> None:
    """Process models."""


@bpmn.command("run")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--verbose", is_flag=True, help="Show each run with its trace, not only the failing ones.")
def bpmn_run(folder: Path, verbose: bool) -> None:
    """Run a folder of models laid out like betsy's, with an expected.json. Fails if one fails."""
    from onewindow.standards.bpmn import betsy

    sys.exit(betsy.main([str(folder), *(["--verbose"] if verbose else [])]))


@onewindow.group()
def service() -> None:
    """Service packages: check, test and publish what an agency wrote."""


_JSON = click.option("--json", "as_json", is_flag=True, help="Answer with JSON.")


@service.command("new")
@click.argument("target")
def service_new(target: str) -> None:
    """Begin the service TARGET (AGENCY/SERVICE) in the services folder: small, and complete."""
    from onewindow.commands import services

    sys.exit(services.new(target=target))


@service.command("diff")
@click.argument("old")
@click.argument("new")
@_JSON
def service_diff(old: str, new: str, as_json: bool) -> None:
    """Say what differs between the packages OLD and NEW, and whether cases can move. 1: they differ."""
    from onewindow.commands import services

    sys.exit(services.diff(old=old, new=new, as_json=as_json))


@service.command("publish")
@click.argument("target")
@click.option("--as", "account", required=True, help="The account that publishes.")
def service_publish(target: str, account: str) -> None:
    """Publish the package TARGET in two steps: two people of the agency give the same files, one by one."""
    from onewindow.commands import publishing

    sys.exit(publishing.publish(target=target, account=account))


@service.command("retire")
@click.argument("service_name", metavar="AGENCY/SERVICE")
@click.option("--as", "account", required=True, help="The account that proposes it, or confirms it.")
@click.option("--reason", default="", help="Why: asked of the one who proposes it.")
def service_retire(service_name: str, account: str, reason: str) -> None:
    """Offer AGENCY/SERVICE no longer: one person proposes it, another one confirms. Running cases go on."""
    from onewindow.commands import publishing

    sys.exit(publishing.retire(service=service_name, account=account, reason=reason))


@service.command("check")
@click.argument("target")
@_JSON
def service_check(target: str, as_json: bool) -> None:
    """Check the package in the folder TARGET, or AGENCY/SERVICE of the services folder. 1: faults found."""
    from onewindow.commands import services

    sys.exit(services.check(target=target, as_json=as_json))


@service.command("test")
@click.argument("target")
@_JSON
def service_test(target: str, as_json: bool) -> None:
    """Run the scenarios of TARGET and say what they cover. 1: one fails, or something is not covered."""
    from onewindow.commands import services

    sys.exit(services.test(target=target, as_json=as_json))


@service.command("simulate")
@click.argument("target")
@click.option("--cases", type=click.IntRange(1, 1_000_000), help="How many; 10,000 unless the package says.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same run.")
@click.option("--start", help="The day of the first filing, such as 2026-03-02; the next Monday otherwise.")
@click.option("--officers", multiple=True, help="What if an office had more or fewer: agency/role=+2.")
@click.option("--remove", multiple=True, help="What if a step, by its id, were not there.")
@click.option("--parallel", multiple=True, help="What if two steps were done at once: a,b.")
@click.option("--automatic", multiple=True, help='What if a step were automatic: "step when FEEL".')
@_JSON
def service_simulate(
    target: str,
    cases: int | None,
    seed: int,
    start: str | None,
    officers: tuple[str, ...],
    remove: tuple[str, ...],
    parallel: tuple[str, ...],
    automatic: tuple[str, ...],
    as_json: bool,
) -> None:
    """Simulate TARGET with its real process, and what changes would do. 1: cases do not come to an end."""
    from onewindow.commands import simulating

    asked = {"officers": officers, "remove": remove, "parallel": parallel, "automatic": automatic}
    changes = [(kind, one) for kind, written in asked.items() for one in written]
    sys.exit(
        simulating.simulate(
            target=target, cases=cases, seed=seed, start=start, changes=changes, as_json=as_json
        )
    )


@service.command("reform")
@click.argument("target")
@click.option("--simulated", is_flag=True, help="From a simulation alone; no database is asked.")
@_JSON
def service_reform(target: str, simulated: bool, as_json: bool) -> None:
    """Say what TARGET could do without, ranked by the hours that it would give back in a year."""
    from onewindow.commands import simulating

    sys.exit(simulating.reform(target=target, simulated=simulated, as_json=as_json))


@onewindow.group()
def trust() -> None:
    """Certificates: the authorities, and the key of the root."""


@trust.command("show")
def trust_show() -> None:
    """List the authorities: until when each is good, its list, and whether its key is here."""
    from onewindow.commands import trusting

    sys.exit(trusting.show())


@trust.command("establish")
def trust_establish() -> None:
    """Make the authorities that are missing. The root's key must be in the house for that."""
    from onewindow.commands import trusting

    sys.exit(trusting.establish())


@trust.command("due")
@click.option("--days", type=click.IntRange(0, 36500), help="How far ahead; else as the setting says.")
def trust_due(days: int | None) -> None:
    """List what the house keeps whose proof ends soon: the worker stamps it anew, unless it says why not."""
    from onewindow.commands import trusting

    sys.exit(trusting.due(days=days))


@trust.group("root")
def trust_root() -> None:
    """The key of the root, which is out of the house except when it signs."""


@trust_root.command("take-out")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def trust_root_take_out(folder: Path) -> None:
    """Move the root's key and its passphrase into FOLDER, and out of the house."""
    from onewindow.commands import trusting

    sys.exit(trusting.take_root_out(folder=folder))


@trust_root.command("bring-back")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def trust_root_bring_back(folder: Path) -> None:
    """Copy the root's key and its passphrase from FOLDER into the house."""
    from onewindow.commands import trusting

    sys.exit(trusting.bring_root_back(folder=folder))


@trust_root.command("sign-list")
def trust_root_sign_list() -> None:
    """Sign the root's list of revoked authorities anew: it is good for a year."""
    from onewindow.commands import trusting

    sys.exit(trusting.sign_root_list())


@onewindow.command()
def messages() -> None:
    """Collect the texts of every room into its catalogues, and compile them."""
    from onewindow.commands import catalogues

    catalogues.collect_all()
    catalogues.compile_all()


def main() -> None:
    """Run a command. What went wrong is said in plain words, without a trace."""
    try:
        onewindow(prog_name="onewindow")
    except OnewindowError as problem:
        click.echo(f"onewindow: {problem.text()}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
