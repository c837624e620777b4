'use strict';

// Swagger UI has a dark mode but does not detect the browser's preference.
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();

// Swagger UI shows an operation before it has resolved its references. If a user executes it then, Swagger UI does not
// find the operation, and its button stays disabled. So enable the button only after the references are resolved.
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
  // Do not store the write token in the browser.
  persistAuthorization: false,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  defaultModelsExpandDepth: 0,
  plugins: [executeWhenResolved],
});
