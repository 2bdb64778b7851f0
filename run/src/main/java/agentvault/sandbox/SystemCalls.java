package agentvault.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The system calls that a sandbox refuses, as a program for the kernel's filter (seccomp). Namespaces do not cover
/// them: sockets to the machine's host (vsock), keyrings, what starts further calls past a filter (io_uring), and
/// typing
/// into the terminal for whoever uses it next.
///
/// @param machine as Java calls it
/// @param code as the kernel calls it
/// @param socket the number of the call that makes one
/// @param terminal the number of ioctl
/// @param refused add_key, request_key, keyctl, bpf, perf_event_open and userfaultfd
record SystemCalls(String machine, int code, int socket, int terminal, List<Integer> refused) {

    static final SystemCalls X86_64 =
            new SystemCalls("amd64", 0xC000003E, 41, 16, List.of(248, 249, 250, 321, 298, 323));

    static final SystemCalls ARM_64 =
            new SystemCalls("aarch64", 0xC00000B7, 198, 29, List.of(217, 218, 219, 280, 241, 282));

    /// The same on all machines: io_uring's.
    private static final List<Integer> RINGS = List.of(425, 426, 427);

    /// Unix, IPv4, IPv6, and netlink, by which programs ask for their own network's addresses.
    private static final List<Integer> FAMILIES = List.of(1, 2, 10, 16);

    /// Typing in a terminal, and its console's selection.
    private static final List<Integer> TYPING = List.of(0x5412, 0x541C);

    /// From here on numbers are those of another convention (x32).
    private static final int OTHERS = 0x40000000;

    private static final int NUMBER_AT = 0;
    private static final int MACHINE_AT = 4;
    private static final int FIRST_AT = 16;
    private static final int SECOND_AT = 24;

    private static final int LOAD = 0x20;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_AT_LEAST = 0x35;
    private static final int RETURN = 0x06;

    private static final int ALLOWED = 0x7FFF0000;
    private static final int FAILED = 0x00050000;
    private static final int NOT_PERMITTED = FAILED | 1;
    private static final int NO_SUCH_CALL = FAILED | 38;
    private static final int NO_SUCH_FAMILY = FAILED | 97;

    private static final int INSTRUCTION_BYTES = 8;

    static Optional<SystemCalls> of(String machine) {
        return Stream.of(X86_64, ARM_64)
                .filter(each -> each.machine.equals(machine))
                .findFirst();
    }

    private record Instruction(int operation, int ifTrue, int ifFalse, int value) {}

    /// The filter. What is not of this machine's own convention is refused, else its numbers would mean other calls.
    ByteBuffer filter() {
        var program = new ArrayList<Instruction>();
        program.add(load(MACHINE_AT));
        program.add(new Instruction(IF_EQUAL, 1, 0, code));
        program.add(end(NO_SUCH_CALL));
        program.add(load(NUMBER_AT));
        program.add(new Instruction(IF_AT_LEAST, 0, 1, OTHERS));
        program.add(end(NO_SUCH_CALL));
        for (int ring : RINGS) program.addAll(when(ring, List.of(end(NO_SUCH_CALL))));
        for (int call : refused) program.addAll(when(call, List.of(end(NOT_PERMITTED))));
        program.addAll(when(socket, argument(FIRST_AT, FAMILIES, ALLOWED, NO_SUCH_FAMILY)));
        program.addAll(when(terminal, argument(SECOND_AT, TYPING, NOT_PERMITTED, ALLOWED)));
        program.add(end(ALLOWED));
        return bytes(program);
    }

    private static Instruction load(int at) {
        return new Instruction(LOAD, 0, 0, at);
    }

    private static Instruction end(int answer) {
        return new Instruction(RETURN, 0, 0, answer);
    }

    private static List<Instruction> when(int number, List<Instruction> then) {
        var all = new ArrayList<Instruction>();
        all.add(new Instruction(IF_EQUAL, 0, then.size(), number));
        all.addAll(then);
        return all;
    }

    /// Answers by an argument: the lower half of it, which is all that the kernel looks at in these calls.
    private static List<Instruction> argument(int at, List<Integer> values, int among, int otherwise) {
        var all = new ArrayList<Instruction>();
        all.add(load(at));
        for (int value : values) all.addAll(when(value, List.of(end(among))));
        all.add(end(otherwise));
        return all;
    }

    private static ByteBuffer bytes(List<Instruction> program) {
        var bytes = ByteBuffer.allocate(program.size() * INSTRUCTION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (var each : program)
            bytes.putShort((short) each.operation)
                    .put((byte) each.ifTrue)
                    .put((byte) each.ifFalse)
                    .putInt(each.value);
        return bytes.flip();
    }
}
