# Carnet for production: the image of the web server, the workers and the beat of docker-compose.yml.
FROM python:3.11-slim-bookworm AS packages

RUN python -m venv /venv
COPY requirements.txt /requirements.txt
RUN /venv/bin/pip install --no-cache-dir --require-hashes --requirement /requirements.txt

FROM python:3.11-slim-bookworm

# What PDF files are drawn with.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*

RUN groupadd --system --gid 10001 carnet \
    && useradd --system --uid 10001 --gid carnet --no-create-home --home-dir /nonexistent carnet

ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CARNET_VAR=/var/lib/carnet \
    STATIC_ROOT=/srv/static

WORKDIR /app
COPY --from=packages /venv /venv
COPY . /app

# The key is for these two commands alone; a container without SECRET_KEY refuses to start.
RUN SECRET_KEY=only-while-building python manage.py compile_catalogues \
    && SECRET_KEY=only-while-building python manage.py collectstatic --no-input --verbosity 0 \
    && install --directory --owner=carnet --group=carnet --mode=0750 /var/lib/carnet \
    && chown --recursive carnet:carnet /var/lib/carnet

USER carnet
VOLUME /var/lib/carnet
EXPOSE 8000

CMD ["gunicorn", "crm_site.wsgi:application", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--worker-class=gthread", "--worker-tmp-dir=/dev/shm", "--no-control-socket"]
