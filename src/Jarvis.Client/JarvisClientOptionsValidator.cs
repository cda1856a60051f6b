using Microsoft.Extensions.Options;

namespace Jarvis.Client;

/// <summary>Says what is wrong with options before anything is sent.</summary>
internal sealed class JarvisClientOptionsValidator : IValidateOptions<JarvisClientOptions>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, JarvisClientOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>Whether a text can go over the wire as a key.</summary>
    internal static bool IsKey(string key) => key.Length is > 0 and <= 1024 && key.All(static c => c is > ' ' and <= '~');

    private static IEnumerable<string> Faults(JarvisClientOptions options)
    {
        var keys = (options.Key is null ? 0 : 1) + (options.KeyFile is null ? 0 : 1) + (options.KeyProvider is null ? 0 : 1);
        if (keys > 1)
        {
            yield return "Key, KeyFile and KeyProvider exclude each other; set one of them.";
        }

        if (options.Key is { } key && !IsKey(key))
        {
            yield return "Key is none; copy it again, from 'jv_' to its last character.";
        }

        if (!IsAddress(options.Address))
        {
            yield return "Address is no http or https address without user, query and fragment; set it to where Jarvis is, such as https://jarvis.example.";
        }
        else if (keys > 0 && options.Address is { Scheme: "http", IsLoopback: false })
        {
            yield return "Address is http, on which others can read the key; set it to an https address, or to one of this machine.";
        }

        if (options.Timeout < Second || options.Timeout > Hour)
        {
            yield return "Timeout is 1 second to 1 hour.";
        }

        if (options.Retries is < 0 or > 10)
        {
            yield return "Retries is 0 to 10.";
        }

        if (options.MaxDelay < TimeSpan.FromMilliseconds(10) || options.MaxDelay > TimeSpan.FromMinutes(5))
        {
            yield return "MaxDelay is 10 milliseconds to 5 minutes.";
        }

        if (options.Silence < Second || options.Silence > Hour)
        {
            yield return "Silence is 1 second to 1 hour.";
        }

        if (options.Patience < TimeSpan.Zero || options.Patience > TimeSpan.FromDays(1))
        {
            yield return "Patience is 0 to 1 day.";
        }

        if (options.MaxResponseLength is < 64 << 10 or > 1 << 30)
        {
            yield return "MaxResponseLength is 64 KiB to 1 GiB.";
        }
    }

    private static bool IsAddress(Uri? address) =>
        address is { IsAbsoluteUri: true } && address.Scheme is "http" or "https" && address is { UserInfo: "", Query: "", Fragment: "", Host.Length: > 0 };
}
