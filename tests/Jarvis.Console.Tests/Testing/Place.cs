using System.Reflection;

namespace Jarvis.Console.Tests.Testing;

/// <summary>Where things are.</summary>
internal static class Place
{
    internal static string Sample(string name) => Path.Combine(Of("Samples"), name);

    /// <summary>The built program.</summary>
    internal static string Program => Path.GetFullPath(Of("Program"));

    /// <summary>The folder of the model packages.</summary>
    internal static string Models => Path.GetFullPath(Of("Models"));

    /// <summary>Where pictures of the pages are left to be looked at.</summary>
    internal static string Pictures => Directory.CreateDirectory(Of("Pictures")).FullName;

    private static string Of(string key) =>
        typeof(Place).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
