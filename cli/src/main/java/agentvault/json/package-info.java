/// JSON as values: read strictly, written safely for a terminal. Entry type: [agentvault.json.Json].
@NullMarked
package agentvault.json;

import org.jspecify.annotations.NullMarked;
