import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const spruce: MantineColorsTuple = [
  '#EDF7F4',
  '#D8EDE6',
  '#B0DBCE',
  '#82C6B2',
  '#56AE97',
  '#33987F',
  '#1D8069',
  '#126A57',
  '#0E5547',
  '#0A4036',
];
const ember: MantineColorsTuple = [
  '#FDF3EE',
  '#FAE3D7',
  '#F3C5AF',
  '#ECA584',
  '#E38860',
  '#DB7145',
  '#C65B30',
  '#A84A26',
  '#8A3C1F',
  '#6B2E17',
];
const slate: MantineColorsTuple = [
  '#EFF2F7',
  '#DEE5EF',
  '#BECBDF',
  '#9AADCB',
  '#7A92B8',
  '#5F7AA4',
  '#4B668F',
  '#3B5375',
  '#2C3F59',
  '#1E2B3D',
];
const ochre: MantineColorsTuple = [
  '#FBF5E6',
  '#F5E9C8',
  '#EBD494',
  '#DFBD5E',
  '#D2A633',
  '#B88C1E',
  '#967117',
  '#755813',
  '#57420F',
  '#3B2D0B',
];
const gray: MantineColorsTuple = [
  '#FAFAF8',
  '#F3F3EF',
  '#E9E9E3',
  '#DBDBD4',
  '#C4C5BD',
  '#A3A59E',
  '#747872',
  '#565B57',
  '#373B39',
  '#191C1B',
];
const dark: MantineColorsTuple = [
  '#ECEFED',
  '#CBD2CF',
  '#A3ADA9',
  '#7F8A86',
  '#3A423F',
  '#2C3330',
  '#1E2321',
  '#171B1A',
  '#111413',
  '#0B0D0C',
];

export const theme = createTheme({
  colors: { spruce, ember, slate, ochre, gray, dark },
  primaryColor: 'spruce',
  primaryShade: { light: 7, dark: 6 },
  fontFamily: "'Geist Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'Geist Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  defaultRadius: 8,
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '18px' },
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '22px', lineHeight: '1.25' },
      h2: { fontSize: '16px', lineHeight: '1.35' },
      h3: { fontSize: '14px', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Their <header> would count as a second banner of the page.
    Modal: {
      defaultProps: {
        radius: 14,
        centered: true,
        overlayProps: { backgroundOpacity: 0.35 },
        attributes: { header: { role: 'presentation' } },
      },
    },
    Drawer: { defaultProps: { attributes: { header: { role: 'presentation' } } } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false, fz: 12 } },
  },
});

// Mantine's own variables follow the tokens of tokens.css, so both always agree.
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-placeholder': 'var(--placeholder)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--raised)',
    '--mantine-color-default-border': 'var(--border-strong)',
    '--mantine-color-error': 'var(--danger)',
  };
  return { variables: {}, light: shared, dark: shared };
};
