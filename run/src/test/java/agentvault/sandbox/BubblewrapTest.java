package agentvault.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said where no sandbox can be made.
class BubblewrapTest {

    @TempDir
    private Path folder;

    private Optional<Hindrance> hindrance() {
        return new Bubblewrap("Linux", "amd64", folder.toString(), folder.resolve("settings")).hindrance();
    }

    /// A program that says its version, and otherwise what it is told to.
    private void install(String version, String says, int code) throws IOException {
        var script = "#!/bin/sh\nif [ \"$1\" = --version ]; then echo bubblewrap " + version + "; exit; fi\necho '"
                + says + "'\nexit " + code + "\n";
        var program = Files.writeString(folder.resolve("bwrap"), script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private void set(String setting, String value) throws IOException {
        var file = folder.resolve("settings").resolve(setting);
        Files.createDirectories(file.getParent());
        Files.writeString(file, value + "\n");
    }

    @Test
    void another_system_or_machine_has_none() {
        assertThat(new Bubblewrap("Mac OS X", "aarch64", "", folder).hindrance())
                .hasValueSatisfying(found -> assertThat(found.what()).contains("Linux"));
        assertThat(new Bubblewrap("Linux", "riscv64", "", folder).hindrance())
                .hasValueSatisfying(found -> assertThat(found.what()).contains("x86-64"));
    }

    @Test
    void a_program_that_is_missing_is_to_be_installed() {
        assertThat(hindrance())
                .hasValueSatisfying(found -> assertThat(found.remedy())
                        .contains("apt-get install bubblewrap", "dnf install bubblewrap", "apk add bubblewrap"));
    }

    @Test
    void a_folder_without_a_name_of_its_own_is_not_looked_in() throws IOException {
        install("0.8.0", "", 0);

        assertThat(new Bubblewrap("Linux", "amd64", ":.", folder).program()).isEmpty();
        assertThat(new Bubblewrap("Linux", "amd64", ":.:" + folder, folder).program())
                .contains(folder.resolve("bwrap"));
    }

    @Test
    void an_old_one_is_told_by_its_version() throws IOException {
        install("0.7.12", "", 0);
        assertThat(hindrance())
                .hasValueSatisfying(found -> assertThat(found.what())
                        .isEqualTo("Sandboxes need bubblewrap 0.8 or newer; this is bubblewrap 0.7.12."));
        install("of unknown age", "", 0);
        assertThat(hindrance()).isPresent();

        install("0.8.0", "", 0);
        assertThat(hindrance()).isEmpty();
        install("1.0", "", 0);
        assertThat(hindrance()).isEmpty();
    }

    @Test
    void a_setting_that_forbids_namespaces_is_named() throws IOException {
        install("0.11.0", "bwrap: No permissions to create new namespace", 1);
        set("kernel/unprivileged_userns_clone", "0");
        assertThat(hindrance())
                .hasValueSatisfying(found -> assertThat(found.sentence())
                        .contains(
                                "No permissions to create new namespace",
                                "sysctl -w kernel.unprivileged_userns_clone=1"));
        set("kernel/unprivileged_userns_clone", "1");
        set("user/max_user_namespaces", "0");
        assertThat(hindrance())
                .hasValueSatisfying(found -> assertThat(found.remedy()).contains("user.max_user_namespaces=15000"));
        set("user/max_user_namespaces", "1000");
        set("kernel/apparmor_restrict_unprivileged_userns", "1");
        assertThat(hindrance())
                .hasValueSatisfying(
                        found -> assertThat(found.remedy()).contains("kernel.apparmor_restrict_unprivileged_userns=0"));
    }

    @Test
    void a_setting_that_does_not_matter_hinders_nobody() throws IOException {
        install("0.11.0", "", 0);
        set("kernel/apparmor_restrict_unprivileged_userns", "1");

        assertThat(hindrance()).isEmpty();
    }

    @Test
    void what_else_it_says_is_passed_on() throws IOException {
        install("0.8.0", "bwrap: Cannot mount proc on /newroot/proc", 1);

        assertThat(hindrance())
                .hasValueSatisfying(found ->
                        assertThat(found.sentence()).contains("Cannot mount proc on /newroot/proc", "container"));
    }
}
