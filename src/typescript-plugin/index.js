// The editor loads plugins by name from the extension's node_modules; what it does is built with the extension.
module.exports = require('../../dist/typescriptPlugin.js').init;
