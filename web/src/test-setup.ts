import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// On a busy machine the code of a part takes its time.
configure({ asyncUtilTimeout: 10_000 });

afterEach(cleanup);
