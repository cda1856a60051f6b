using System.Net;
using System.Security.Cryptography.X509Certificates;
using Jarvis.Conformance;
using Jarvis.Conformance.LanguageModels;
using Jarvis.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Jarvis.Gateway.Tests.Security;

/// <summary>https with the certificate of the options.</summary>
public sealed class HttpsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("jarvis-https-");

    [Fact]
    public async Task An_https_address_shows_the_certificate_of_the_options()
    {
        using var certificate = LoopbackCertificate.Create();
        using var key = certificate.GetECDsaPrivateKey()!;
        var (certificateFile, keyFile) = (Write("tls.crt", certificate.ExportCertificatePem()), Write("tls.key", key.ExportPkcs8PrivateKeyPem()));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls("https://127.0.0.1:0");
        GatewayServer.Echo.AddTo(builder.Services);
        builder.Services.AddJarvis().AddJarvisGateway(options => (options.Certificate, options.CertificateKey) = (certificateFile, keyFile));
        await using var app = builder.Build();
        app.MapJarvisGateway();
        await app.StartAsync();

        var shown = "";
        using var handler = new HttpClientHandler();
        handler.ServerCertificateCustomValidationCallback = (_, server, _, _) =>
        {
            shown = server!.Thumbprint;
            return true;
        };
        using var client = new HttpClient(handler);
        using var health = await client.GetAsync(new Uri(LoopbackServer.AddressOf(app), "/health"));

        Assert.Equal((HttpStatusCode.OK, certificate.Thumbprint), (health.StatusCode, shown));
    }

    [Fact]
    public void A_certificate_that_cannot_be_read_is_told_with_what_to_set_and_without_what_is_in_it()
    {
        var file = Write("tls.crt", "a secret that is no certificate");

        var missing = Assert.Throws<JarvisException>(() => new GatewayOptions().LoadCertificate());
        var wrong = Assert.Throws<JarvisException>(() => new GatewayOptions { Certificate = file, CertificateKey = file }.LoadCertificate());

        Assert.All((JarvisException[])[missing, wrong], told => Assert.Contains("Jarvis:Gateway:CertificateKey", told.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", wrong.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
