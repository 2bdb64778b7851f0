package agentvault.store;

import agentvault.access.ApiKey;
import agentvault.access.KeyForm;
import agentvault.access.KeyLimit;
import agentvault.access.VaultRole;
import agentvault.crypto.Scope;
import java.time.Duration;
import java.util.Set;

final class ApiKeyRows extends RowMap<ApiKey> {

    ApiKeyRows() {
        super(
                "api_key",
                ApiKey.class,
                Set.of(Scope.Kind.WORKSPACE),
                "actor form lasts limit_requests limit_per everywhere used_at created_at created_sequence");
    }

    @Override
    void write(ApiKey key, Values to) {
        to.id("actor", key.actor()).word("form", key.terms().form()).created(key.created());
        key.terms().lasts().ifPresent(time -> to.number("lasts", time.toSeconds()));
        key.terms()
                .limit()
                .ifPresent(
                        limit -> to.number("limit_requests", limit.requests()).word("limit_per", limit.per()));
        key.terms().everywhere().ifPresent(role -> to.word("everywhere", role));
        key.usedAt().ifPresent(at -> to.moment("used_at", at));
    }

    @Override
    ApiKey read(Cells from) {
        var limit = from.maybeText("limit_per", KeyLimit.Per::valueOf)
                .map(per -> new KeyLimit(from.integer("limit_requests"), per));
        var terms = new ApiKey.Terms(
                from.word("form", KeyForm.class),
                from.maybeNumber("lasts").map(Duration::ofSeconds),
                limit,
                from.maybeText("everywhere", VaultRole::valueOf));
        return new ApiKey(
                from.id("id"),
                from.id("scope_id"),
                from.id("actor"),
                terms,
                from.maybeMoment("used_at"),
                from.created());
    }
}
