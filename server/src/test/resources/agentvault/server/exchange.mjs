// A page asks the route of the guide for a token, as Next.js would have it. Argument: the file with the route.
import { pathToFileURL } from 'node:url';

const { POST } = await import(pathToFileURL(process.argv[2]));
try {
  const answer = await POST();
  console.log(`${answer.status} ${(await answer.json()).token}`);
} catch (failure) {
  console.log(`failed: ${failure.message}`);
}
