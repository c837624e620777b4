'use strict';

// Swagger UI knows how to be dark, but not when.
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();

// An operation is shown before its references are resolved. Executed then, it is not found under its own name, and its button stays disabled for good.
const executeWhenResolved = () => ({
  wrapComponents: {
    execute: (Execute, { React }) => (properties) => React.createElement(Execute, {
      ...properties,
      disabled: properties.disabled || properties.operation.isEmpty(),
    }),
  },
});

SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#documentation',
  deepLinking: true,
  // A token by which the catalogue can be changed is not left behind in a browser.
  persistAuthorization: false,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  defaultModelsExpandDepth: 0,
  plugins: [executeWhenResolved],
});
