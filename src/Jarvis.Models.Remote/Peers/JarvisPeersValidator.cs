using Jarvis.Identity;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote.Peers;

/// <summary>Finds settings of other Jarvises that cannot work before the first call does. Never repeats a key.</summary>
internal sealed class JarvisPeersValidator : IValidateOptions<RemoteModelOptions>
{
    public ValidateOptionsResult Validate(string? name, RemoteModelOptions options)
    {
        var failures = options.Jarvis.SelectMany(peer => Failures(JarvisPeer.Path(peer.Key), peer.Key, peer.Value)).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(string path, string name, JarvisPeerOptions options)
    {
        if (!ModelId.TryParse($"{name}/model", null, out _))
            yield return $"{path} has a name that cannot be: letters, digits, '-', '_' and '.', not '.' first.";

        if (options.Address is null || !RemoteAddress.IsSafe(options.Address, hasSecret: !string.IsNullOrEmpty(options.Key)))
            yield return $"{path}:{nameof(options.Address)} has to be an absolute https address without user, query and fragment (http for this machine, or where there is no key).";

        if (options.Key is { Length: > 0 } key && !key.All(c => c is > ' ' and <= '~'))
            yield return $"{path}:{nameof(options.Key)} holds characters that no key has; copy it again.";

        if (options.Tenant is { } tenant && !TenantId.TryParse(tenant, null, out _))
            yield return $"{path}:{nameof(options.Tenant)} is no tenant: 1 to 128 letters, digits, '-', '_' or '.', not '.' first.";

        foreach (var (setting, value) in new[]
        {
            (nameof(options.Timeout), (long)Math.Ceiling(options.Timeout.TotalSeconds)), (nameof(options.MaxRequestLength), options.MaxRequestLength),
            (nameof(options.MaxResponseLength), options.MaxResponseLength), (nameof(options.Concurrency), options.Concurrency), (nameof(options.MaxModels), options.MaxModels),
        })
        {
            if (value < 1)
                yield return $"{path}:{setting} has to be above zero.";
        }

        if (options.MaxModels > 10_000)
            yield return $"{path}:{nameof(options.MaxModels)} has to be 10,000 or less.";
    }
}
