import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);
var e=["service-access","delegated-administrator","user","group","membership","permission-set","assignment","profile","authorization"];export{e as a};
