using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Jarvis.Identity;
using Jarvis.Resources;
using Microsoft.Extensions.DependencyInjection;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Api;

/// <summary>The commands of docs/api.md, run as they stand there.</summary>
public sealed partial class ApiPageTests
{
    [Fact]
    public async Task Every_command_of_the_page_works()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            await using var server = await StartAsync(services: services => services.Configure<SignedLinkOptions>(links => links.KeyFile = Path.Combine(folder.FullName, "keys")));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "note.txt"), "a note");
            var script = string.Join('\n', Blocks().Matches(await File.ReadAllTextAsync(Page())).Select(block => block.Groups["text"].Value));
            using var shell = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
            {
                WorkingDirectory = folder.FullName,
                Environment = { ["JARVIS"] = server.Address.ToString().TrimEnd('/'), ["KEY"] = await server.KeyAsync(TenantId.Local) },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = shell.StandardOutput.ReadToEndAsync();
            var error = await shell.StandardError.ReadToEndAsync();
            await shell.WaitForExitAsync();
            Assert.True(shell.ExitCode == 0, $"{await output}\n{error}");
            Assert.Contains("event: turn-finished", await output, StringComparison.Ordinal);
            Assert.Contains("/v1/links/", await output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Page([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/api.md");

    [GeneratedRegex("^```sh\n(?<text>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();
}
