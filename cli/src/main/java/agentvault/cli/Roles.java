package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Failure;
import agentvault.command.Flag;

/// A role that a command cannot do without.
final class Roles {

    private Roles() {}

    static String required(Call call, Flag flag) {
        return call.value(flag)
                .orElseThrow(
                        () -> Failure.misuse("Which role? Add --role ROLE.").because("Roles: " + flag.says() + "."));
    }
}
