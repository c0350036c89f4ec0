import { Link } from '@tanstack/react-router';
import { useSession } from '@/api/session';
import type { Project } from './projects';

// Whoever works on a project without owning it sees the organization's name, not its record.
export function OrganizationName({ project }: { project: Project }) {
  const { organization, organization_id, owner_id } = project;
  const owns = useSession((state) => state.user?.id) === owner_id;
  if (!organization_id || !owns) return organization;
  return (
    <Link to="/organizations/$id" params={{ id: organization_id }}>
      {organization}
    </Link>
  );
}
