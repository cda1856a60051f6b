using System.Reflection;

namespace Jarvis.EndToEnd.Tests.Testing;

/// <summary>Where the parts under test are, as the build knows it.</summary>
internal static class Place
{
    /// <summary>The built program.</summary>
    public static string Program { get; } = Of("Program");

    /// <summary>The program that kills hosts, and the host that is killed.</summary>
    public static string Chaos { get; } = Of("Chaos");

    /// <summary>The folder of the model packages.</summary>
    public static string Models { get; } = Of("Models");

    public const string Font = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

    /// <summary>A file of deploy/samples.</summary>
    public static string Sample(string name) => Path.Combine(Of("Samples"), name);

    private static string Of(string key) => Path.GetFullPath(
        typeof(Place).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!);
}
