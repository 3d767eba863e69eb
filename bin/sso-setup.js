#!/usr/bin/env node
// Runs on any Node, so that an old one gets a sentence instead of a syntax error.
var version = process.versions.node.split('.').map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 17)) {
  process.stderr.write(
    'sso-setup needs Node 20.17 or newer; this is ' +
      process.versions.node +
      '.\n' +
      'Try: npx -y -p node@22 -p sso-setup sso-setup\n',
  );
  process.exitCode = 1;
} else {
  // The AWS SDK announces the end of Node 20 in seven lines; `engines` says the same.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  import('../dist/main.js').then((program) => program.main(process.argv.slice(2)));
}
