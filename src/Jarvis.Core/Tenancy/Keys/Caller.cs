using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Tenancy;

/// <summary>Who calls, as the key that came with the call says.</summary>
/// <param name="Tenant">For whom.</param>
/// <param name="KeyId">The key's id; no secret.</param>
/// <param name="Scopes">What the key allows.</param>
public sealed record Caller(TenantId Tenant, string KeyId, ImmutableArray<KeyScope> Scopes)
{
    /// <summary>Refuses what the key does not allow.</summary>
    /// <param name="scope">What is wanted.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.Forbidden"/>.</exception>
    public void Require(KeyScope scope)
    {
        if (!Scopes.Contains(scope))
        {
            var name = scope.ToString().ToLowerInvariant();
            throw new JarvisException(
                ErrorCode.Forbidden, $"The key {KeyText.Prefix}{KeyId}_… does not have the scope '{name}'; use one that has, or make one with jarvis keys create --scope {name}.");
        }
    }
}
