// Generated from api/openapi.json by scripts/generate-fields.mjs.

export const fields = {
  SignIn: {
    email: { required: true, minLength: 3, maxLength: 320, format: 'email' },
    password: { required: true, minLength: 1, maxLength: 1024, format: 'password' },
  },
  Registration: {
    workspace_name: { required: false, minLength: 1, maxLength: 200 },
    invitation: { required: false, minLength: 1, maxLength: 200 },
    name: { required: true, minLength: 1, maxLength: 200 },
    email: { required: true, minLength: 3, maxLength: 320, format: 'email' },
    password: { required: true, minLength: 8, maxLength: 256, format: 'password' },
    time_zone: { required: false, minLength: 1, maxLength: 64 },
  },
  MeChanges: {
    name: { required: false, minLength: 1, maxLength: 200 },
    time_zone: { required: false, minLength: 1, maxLength: 64 },
    email: { required: false, minLength: 3, maxLength: 320, format: 'email' },
    role: { required: false },
  },
  PasswordChange: {
    current_password: { required: true, minLength: 1, maxLength: 1024, format: 'password' },
    new_password: { required: true, minLength: 8, maxLength: 256, format: 'password' },
  },
  NewInvitation: {
    email: { required: true, minLength: 3, maxLength: 320, format: 'email' },
    role: { required: false },
  },
  NewFeedback: {
    kind: { required: true },
    message: { required: true, minLength: 1, maxLength: 10000 },
    page: { required: false, maxLength: 500 },
  },
  NewContact: {
    name: { required: true, minLength: 1, maxLength: 200 },
    email: { required: false, minLength: 3, maxLength: 320, format: 'email' },
    phone: { required: false, minLength: 3, maxLength: 50 },
    job_position: { required: false, maxLength: 200 },
    organization: { required: false, maxLength: 200 },
    organization_id: { required: false, format: 'uuid' },
    metadata: { required: false },
  },
  NewOrganization: {
    name: { required: true, minLength: 1, maxLength: 200 },
    description: { required: false, maxLength: 10000 },
    industry: { required: false, maxLength: 200 },
    metadata: { required: false },
  },
  NewProject: {
    name: { required: true, minLength: 1, maxLength: 200 },
    status: { required: false },
    organization: { required: false, maxLength: 200 },
    organization_id: { required: false, format: 'uuid' },
    assignees: { required: false },
    due_date: { required: false, minLength: 10, maxLength: 10, format: 'date' },
    metadata: { required: false },
  },
  NewTask: {
    name: { required: true, minLength: 1, maxLength: 200 },
    project_id: { required: true, format: 'uuid' },
    status: { required: false },
    priority: { required: false },
    assignee: { required: false, format: 'uuid' },
    due_date: { required: false, minLength: 10, maxLength: 10, format: 'date' },
  },
  NewModelKey: {
    key: { required: false, maxLength: 500 },
    base_url: { required: false, maxLength: 500 },
    model: { required: false, maxLength: 200 },
  },
} as const;
