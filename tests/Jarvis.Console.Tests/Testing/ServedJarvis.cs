using System.Diagnostics;

namespace Jarvis.Console.Tests.Testing;

/// <summary><c>jarvis serve</c>, as its users run it, with data of its own.</summary>
internal sealed class ServedJarvis : IAsyncDisposable
{
    private readonly DirectoryInfo _home;
    private readonly Process _process;

    private ServedJarvis(DirectoryInfo home, Process process, Uri address) => (_home, _process, Address) = (home, process, address);

    internal Uri Address { get; }

    internal static async Task<ServedJarvis> StartAsync()
    {
        const string Listens = "Jarvis listens at ";
        var home = Directory.CreateTempSubdirectory("served-jarvis-");
        var start = new ProcessStartInfo(Place.Program, ["serve", "--port", "0", "--no-keys"]) { RedirectStandardOutput = true };
        start.Environment["JARVIS_HOME"] = home.FullName;
        start.Environment["JARVIS_MODELS"] = Place.Models;
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath("../../..", Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync();
        Assert.StartsWith(Listens, line, StringComparison.Ordinal);
        return new(home, process, new Uri(line![Listens.Length..]));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _home.Delete(recursive: true);
    }
}
