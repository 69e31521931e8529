/** Makes the .vsix for this platform: `npm run package`. */
import { setUpPackages } from './setup.mjs';
import { main } from './steps.mjs';
import { packageExtension } from './vsix.mjs';

await main(async () => {
  await setUpPackages();
  await packageExtension();
});
