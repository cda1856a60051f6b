using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Jarvis.Models.Process.Tests.Testing;

namespace Jarvis.Models.Process.Tests.Commands;

public sealed class NetworkWallTests : IDisposable
{
    private readonly Engines _engines = new();

    public void Dispose() => _engines.Dispose();

    [NetworkWallFact]
    public async Task A_program_reaches_no_server_not_even_of_this_machine()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;

        var result = await _engines.Commands.RunAsync(new("bash", ["-c", $"exec 3<>/dev/tcp/127.0.0.1/{port}"]), default);

        Assert.NotEqual(0, result.ExitCode);
        Assert.False(server.Pending());
    }

    [NetworkWallFact]
    public async Task A_program_sees_no_interface_of_this_machine()
    {
        var result = await _engines.Commands.RunAsync(new("cat", ["/proc/self/net/dev"]), default);

        var interfaces = Encoding.UTF8.GetString(result.Output.Span).Split('\n').Where(line => line.Contains(':', StringComparison.Ordinal));
        Assert.All(interfaces, line => Assert.StartsWith("lo:", line.Trim(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Programs_run_where_the_network_cannot_be_taken_away()
    {
        using var bare = new Engines(options => options.SearchPath = Folder("cat", "true"));

        Assert.Equal(0, (await bare.Commands.RunAsync(new("true", []), default)).ExitCode);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_wall_that_cannot_be_built_is_left_out()
    {
        var folder = Folder("true");
        var refusing = Path.Combine(folder, "unshare");
        await File.WriteAllTextAsync(refusing, "#!/bin/sh\necho 'Operation not permitted' >&2\nexit 1\n");
        File.SetUnixFileMode(refusing, (UnixFileMode)0b111_101_101);
        using var bare = new Engines(options => options.SearchPath = folder);

        Assert.Equal(0, (await bare.Commands.RunAsync(new("true", []), default)).ExitCode);
    }

    /// <summary>A search path with these programs only.</summary>
    private string Folder(params string[] programs)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_engines.Folder, Guid.NewGuid().ToString("N"))).FullName;
        foreach (var program in programs)
        {
            File.CreateSymbolicLink(Path.Combine(folder, program), $"/bin/{program}");
        }

        return folder;
    }
}
