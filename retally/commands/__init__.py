"""The commands of `retally`, one file each.

The protocol: every module in this folder whose name does not begin with an underscore has a function

    def register(app: typer.Typer) -> None: ...

that adds its command (or its group of commands, see `retally.commands.program`) to `app`.  `retally.app`
finds the modules by listing the folder, so a new command is a new file and nothing else.

A command is parsing of arguments, one call of a library function and one rendering:

- The module may import `typer`, `retally.console`, `retally.exit_codes` and the standard library at its top.
  Everything else (kernels, OpenCV, pydantic models) is imported inside the command function, so that
  ``retally --help`` answers at once.
- Help text is the function's docstring; every option has ``help=``.
- Results go to stdout; progress and remarks go to stderr through `retally.console`.
- A user's mistake is raised as an error of `config`, `scanner` or `tabulate` and becomes one line in
  `retally.app.main`; a command that worked but has something to report ends with
  ``raise typer.Exit(ExitCode.REFUSED_PAGE)``.
"""
