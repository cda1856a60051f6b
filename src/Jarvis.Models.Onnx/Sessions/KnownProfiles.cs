using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Jarvis.Models.Serving;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>
/// The profiles of networks that were measured before, in a small file that several processes may share. Whatever is in the file, the worst
/// that it can do is have a network run slower until its costs are learned: what is not as it should be is as if it were not there.
/// Thread-safe.
/// </summary>
/// <param name="options">Where the file is.</param>
internal sealed class KnownProfiles(IOptions<OnnxOptions> options)
{
    /// <summary>The most profiles that are kept; the oldest go first.</summary>
    internal const int MaxProfiles = 256;

    private const int MaxBytes = 256 << 10;
    private const int MaxSizes = 11;
    private const double LeastMilliseconds = 0.0001;
    private const double MaxMilliseconds = 600_000;

    private readonly Lock _lock = new();
    private readonly Lazy<string> _machine = new(DescribeMachine);

    /// <summary>The name of a network on this machine.</summary>
    /// <param name="network">Another text for other files, another runtime, or other options.</param>
    public string KeyOf(string network) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{network}\n{_machine.Value}")));

    /// <summary>What is known of a network.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="maxThreads">The most threads that a run may use.</param>
    /// <param name="largest">The largest batch.</param>
    /// <returns>Null where nothing is, or nothing that can be.</returns>
    public LoadProfile? Find(string key, int maxThreads, int largest)
    {
        if (Read().LastOrDefault(profile => profile.Key == key) is not { } found
            || found.Threads < 1 || found.Threads > maxThreads
            || found.Milliseconds is not { Length: > 0 and <= MaxSizes } times || 1 << (times.Length - 1) > largest
            || !times.All(static time => time is >= LeastMilliseconds and <= MaxMilliseconds))
        {
            return null;
        }

        return new LoadProfile(found.Threads, BatchCosts.From([.. times.Select(static (time, i) => (1 << i, TimeSpan.FromMilliseconds(time)))]));
    }

    /// <summary>Keeps a profile in place of what was known of that network. Where that cannot be, it is not.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="profile">What was found.</param>
    public void Keep(string key, LoadProfile profile)
    {
        if (options.Value.ProfilesFile is not { } path)
        {
            return;
        }

        ImmutableArray<double> times = [.. BatchCosts.SizesUpTo(profile.Costs.Ceiling).Select(size => profile.Costs[size].TotalMilliseconds)];
        try
        {
            lock (_lock)
            {
                var kept = Read().Where(known => known.Key != key).TakeLast(MaxProfiles - 1).Append(new KnownProfile(key, profile.Threads, times));
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                // Another process reads the one before or the new one, never half of it.
                var part = $"{path}.{Guid.NewGuid():n}";
                File.WriteAllBytes(part, JsonSerializer.SerializeToUtf8Bytes([.. kept], ProfileJson.Default.ImmutableArrayKnownProfile));
                File.Move(part, path, overwrite: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is measured again next time.
        }
    }

    private ImmutableArray<KnownProfile> Read()
    {
        try
        {
            using var file = options.Value.ProfilesFile is { } path && File.Exists(path) ? File.OpenRead(path) : null;
            if (file is not { Length: <= MaxBytes })
            {
                return [];
            }

            var known = JsonSerializer.Deserialize(file, ProfileJson.Default.ImmutableArrayKnownProfile);
            return known is { IsDefault: false, Length: <= MaxProfiles } && !known.Contains(null!) ? known : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    // A folder may move to another machine, or be shared by several.
    private static string DescribeMachine()
    {
        var processor = Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        try
        {
            processor ??= File.Exists("/proc/cpuinfo")
                ? File.ReadLines("/proc/cpuinfo").Take(64).FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then processors of one number and kind are taken for the same.
        }

        return $"{RuntimeInformation.ProcessArchitecture}\n{Environment.ProcessorCount}\n{processor}";
    }
}
