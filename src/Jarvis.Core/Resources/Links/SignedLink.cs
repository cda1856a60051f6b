using Jarvis.Identity;

namespace Jarvis.Resources;

/// <summary>What a link allows whoever has it: to read one file for a while.</summary>
/// <param name="Tenant">Whose file.</param>
/// <param name="Resource">Which.</param>
/// <param name="ExpiresAt">Until when, to the second.</param>
/// <param name="Disposition">What a browser is to do with it.</param>
public sealed record SignedLink(TenantId Tenant, ResourceId Resource, DateTimeOffset ExpiresAt, LinkDisposition Disposition);
