/// What every dialect's lists and retries share. Entry types: [agentvault.page.PageRequest],
/// [agentvault.page.IdempotencyRecord].
@NullMarked
package agentvault.page;

import org.jspecify.annotations.NullMarked;
