package agentvault.store;

import agentvault.access.Login;
import agentvault.crypto.Scope;
import java.util.Set;

final class LoginRows extends RowMap<Login> {

    LoginRows() {
        super(
                "login",
                Login.class,
                Set.of(Scope.Kind.SHORT_LIVED),
                "actor token device used_at expires_at created_at created_sequence");
    }

    @Override
    void write(Login login, Values to) {
        to.id("actor", login.user())
                .id("token", login.token())
                .text("device", login.device().label())
                .moment("used_at", login.usedAt())
                .until(login.until())
                .created(login.created());
    }

    @Override
    Login read(Cells from) {
        return new Login(
                from.id("id"),
                from.id("actor"),
                from.id("token"),
                from.text("device", Login.Device::new),
                from.moment("used_at"),
                from.until(),
                from.created());
    }
}
