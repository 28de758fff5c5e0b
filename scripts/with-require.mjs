// For esbuild: some of the dependencies are CommonJS and call `require`, which an ES module has not.
export const withRequire = {
  js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
};
