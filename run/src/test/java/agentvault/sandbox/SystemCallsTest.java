package agentvault.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the filter of a sandbox answers, as the kernel reads it.
class SystemCallsTest {

    private static final int ALLOWED = 0x7FFF0000;
    private static final int NOT_PERMITTED = 0x00050001;
    private static final int NO_SUCH_CALL = 0x00050026;
    private static final int NO_SUCH_FAMILY = 0x00050061;

    private static final int ARM = 0xC00000B7;
    private static final int INTEL = 0xC000003E;

    /// Runs the filter over a call: four kinds of instructions, and one register.
    private static int answer(SystemCalls calls, int machine, int number, int first, int second) {
        var call = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        call.putInt(0, number).putInt(4, machine).putInt(16, first).putInt(24, second);
        var program = calls.filter().order(ByteOrder.LITTLE_ENDIAN);
        int register = 0;
        for (int at = 0; ; at++) {
            int value = program.getInt(at * 8 + 4);
            int ifTrue = program.get(at * 8 + 2);
            int ifFalse = program.get(at * 8 + 3);
            switch (program.getShort(at * 8)) {
                case 0x20 -> register = call.getInt(value);
                case 0x15 -> at += register == value ? ifTrue : ifFalse;
                case 0x35 -> at += Integer.compareUnsigned(register, value) >= 0 ? ifTrue : ifFalse;
                case 0x06 -> {
                    return value;
                }
                default -> throw new AssertionError("no such instruction");
            }
        }
    }

    @Test
    void a_machine_is_found_by_the_name_that_java_has_for_it() {
        assertThat(SystemCalls.of("amd64")).contains(SystemCalls.X86_64);
        assertThat(SystemCalls.of("aarch64")).contains(SystemCalls.ARM_64);
        assertThat(SystemCalls.of("riscv64")).isEmpty();
    }

    @Test
    void sockets_are_of_the_families_that_namespaces_cover() {
        for (int family = 0; family < 64; family++) {
            boolean covered = family == 1 || family == 2 || family == 10 || family == 16;
            assertThat(answer(SystemCalls.X86_64, INTEL, 41, family, 1))
                    .as("%d", family)
                    .isEqualTo(covered ? ALLOWED : NO_SUCH_FAMILY);
            assertThat(answer(SystemCalls.ARM_64, ARM, 198, family, 1))
                    .as("%d", family)
                    .isEqualTo(covered ? ALLOWED : NO_SUCH_FAMILY);
        }
    }

    @Test
    void a_terminal_is_not_typed_into() {
        assertThat(answer(SystemCalls.X86_64, INTEL, 16, 0, 0x5412)).isEqualTo(NOT_PERMITTED);
        assertThat(answer(SystemCalls.X86_64, INTEL, 16, 0, 0x541C)).isEqualTo(NOT_PERMITTED);
        assertThat(answer(SystemCalls.X86_64, INTEL, 16, 0, 0x5413)).isEqualTo(ALLOWED);
        assertThat(answer(SystemCalls.ARM_64, ARM, 29, 0, 0x5412)).isEqualTo(NOT_PERMITTED);
    }

    @Test
    void keyrings_and_rings_are_refused_and_the_rest_is_allowed() {
        for (int number : new int[] {248, 249, 250, 298, 321, 323})
            assertThat(answer(SystemCalls.X86_64, INTEL, number, 0, 0)).isEqualTo(NOT_PERMITTED);
        for (int number : new int[] {217, 218, 219, 241, 280, 282})
            assertThat(answer(SystemCalls.ARM_64, ARM, number, 0, 0)).isEqualTo(NOT_PERMITTED);
        for (int number : new int[] {0, 1, 56, 59, 101, 435})
            assertThat(answer(SystemCalls.X86_64, INTEL, number, 0, 0)).isEqualTo(ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "aarch64"})
    void calls_of_another_convention_are_none(String machine) {
        var calls = SystemCalls.of(machine).orElseThrow();
        int own = machine.equals("amd64") ? INTEL : ARM;

        assertThat(answer(calls, 0x40000003, 1, 0, 0)).isEqualTo(NO_SUCH_CALL);
        assertThat(answer(calls, own, 0x40000001, 0, 0)).isEqualTo(NO_SUCH_CALL);
        assertThat(answer(calls, own, -1, 0, 0)).isEqualTo(NO_SUCH_CALL);
        for (int ring : new int[] {425, 426, 427})
            assertThat(answer(calls, own, ring, 0, 0)).isEqualTo(NO_SUCH_CALL);
    }
}
