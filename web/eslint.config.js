import { existsSync, readdirSync } from 'node:fs';
import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

// Imports point one way: lib -> (theme, api) -> components -> features -> app.
// Features never see each other: routes in app compose them.
const featuresFolder = new URL('./src/features/', import.meta.url);
const features = existsSync(featuresFolder) ? readdirSync(featuresFolder) : [];

const above = {
  lib: ['theme', 'api', 'components', 'features', 'app'],
  theme: ['api', 'components', 'features', 'app'],
  api: ['theme', 'components', 'features', 'app'],
  components: ['features', 'app'],
};

function zone(folder, forbidden, message) {
  return {
    files: [`src/${folder}/**/*.{ts,tsx}`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: forbidden, message },
            { group: ['../../*'], message: 'Reach other folders by @/…' },
          ],
        },
      ],
    },
  };
}

const layerZones = Object.entries(above).map(([folder, layers]) =>
  zone(
    folder,
    layers.map((layer) => `@/${layer}/**`),
    `${folder} imports only layers below it.`,
  ),
);

const featureZones = features.map((feature) =>
  zone(
    `features/${feature}`,
    [
      '@/app/**',
      ...features.filter((name) => name !== feature).map((name) => `@/features/${name}/**`),
      '../*/../**',
    ],
    'A feature imports neither app nor another feature.',
  ),
);

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'src/api/schema.d.ts', 'src/app/route-tree.gen.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  reactHooks.configs.flat.recommended,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['scripts/**', '*.config.*'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
    rules: { 'no-console': 'off' },
  },
  ...layerZones,
  ...featureZones,
);
